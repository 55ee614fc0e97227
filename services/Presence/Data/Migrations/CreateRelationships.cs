using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Presence.Data.Migrations;

[DbContext(typeof(PresenceDbContext)), Migration("20261121_02_CreateRelationships")]
internal sealed class CreateRelationships : RelationshipsMigration;

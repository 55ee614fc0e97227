using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Identity.Data.Migrations;

[DbContext(typeof(IdentityDbContext)), Migration("20261121_00_CreateRelationships")]
internal sealed class CreateRelationships : RelationshipsMigration;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Chat.Data.Migrations;

[DbContext(typeof(ChatDbContext)), Migration("20261121_00_CreateRelationships")]
internal sealed class CreateRelationships : RelationshipsMigration;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Notifications.Data.Migrations;

[DbContext(typeof(NotificationsDbContext)), Migration("20261121_00_CreateRelationships")]
internal sealed class CreateRelationships : RelationshipsMigration;

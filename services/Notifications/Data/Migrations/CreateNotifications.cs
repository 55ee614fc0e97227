using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Notifications.Data.Migrations;

[DbContext(typeof(NotificationsDbContext)), Migration("20261121_01_CreateNotifications")]
internal sealed class CreateNotifications : SqlMigration;

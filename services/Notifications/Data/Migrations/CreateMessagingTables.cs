using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.Data.Migrations;

[DbContext(typeof(NotificationsDbContext)), Migration("20261121_00_CreateMessagingTables")]
internal sealed class CreateMessagingTables : MessagingMigration;

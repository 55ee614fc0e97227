using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Notifications.Data.Migrations;

[DbContext(typeof(NotificationsDbContext)), Migration("20261121_70_ForgetErased")]
internal sealed class ForgetErased : SqlMigration;

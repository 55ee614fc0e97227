using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Notifications.Data.Migrations;

[DbContext(typeof(NotificationsDbContext)), Migration("20261121_00_CreatePeople")]
internal sealed class CreatePeople : PeopleMigration;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Friends.Data.Migrations;

[DbContext(typeof(FriendsDbContext)), Migration("20261121_00_CreateMessagingTables")]
internal sealed class CreateMessagingTables : MessagingMigration;

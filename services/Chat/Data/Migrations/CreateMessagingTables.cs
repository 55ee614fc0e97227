using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Chat.Data.Migrations;

[DbContext(typeof(ChatDbContext)), Migration("20261121_00_CreateMessagingTables")]
internal sealed class CreateMessagingTables : MessagingMigration;

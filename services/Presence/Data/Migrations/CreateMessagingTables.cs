using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Presence.Data.Migrations;

[DbContext(typeof(PresenceDbContext)), Migration("20261121_00_CreateMessagingTables")]
internal sealed class CreateMessagingTables : MessagingMigration;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Identity.Data.Migrations;

[DbContext(typeof(IdentityDbContext)), Migration("20261121_00_CreateMessagingTables")]
internal sealed class CreateMessagingTables : MessagingMigration;

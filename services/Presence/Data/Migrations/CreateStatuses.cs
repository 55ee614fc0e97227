using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Presence.Data.Migrations;

[DbContext(typeof(PresenceDbContext)), Migration("20261121_01_CreateStatuses")]
internal sealed class CreateStatuses : SqlMigration;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Chat.Data.Migrations;

[DbContext(typeof(ChatDbContext)), Migration("20261122_50_ReadTogether")]
internal sealed class ReadTogether : SqlMigration;

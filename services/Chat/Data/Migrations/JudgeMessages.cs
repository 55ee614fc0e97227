using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Chat.Data.Migrations;

[DbContext(typeof(ChatDbContext)), Migration("20261121_01_JudgeMessages")]
internal sealed class JudgeMessages : SqlMigration;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Chat.Data.Migrations;

[DbContext(typeof(ChatDbContext)), Migration("20261121_11_ArrangeInbox")]
internal sealed class ArrangeInbox : SqlMigration;

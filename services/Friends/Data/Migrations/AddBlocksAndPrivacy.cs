using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Friends.Data.Migrations;

[DbContext(typeof(FriendsDbContext)), Migration("20261122_01_AddBlocksAndPrivacy")]
internal sealed class AddBlocksAndPrivacy : SqlMigration;

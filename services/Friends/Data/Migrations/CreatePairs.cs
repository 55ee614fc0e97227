using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Friends.Data.Migrations;

[DbContext(typeof(FriendsDbContext)), Migration("20261121_01_CreatePairs")]
internal sealed class CreatePairs : SqlMigration;

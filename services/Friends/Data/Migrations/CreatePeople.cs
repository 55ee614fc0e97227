using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Data.Migrations;

[DbContext(typeof(FriendsDbContext)), Migration("20261121_00_CreatePeople")]
internal sealed class CreatePeople : PeopleMigration;

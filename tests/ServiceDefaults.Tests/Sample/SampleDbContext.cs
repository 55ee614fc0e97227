using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.ServiceDefaults.Tests.Sample
{
    public sealed class SampleDbContext(DbContextOptions<SampleDbContext> options) : ServiceDbContext(options);
}

namespace OneVOne.ServiceDefaults.Tests.Sample.Migrations
{
    [DbContext(typeof(SampleDbContext)), Migration("20261121_00_CreateMessagingTables")]
    internal sealed class CreateMessagingTables : MessagingMigration;

    [DbContext(typeof(SampleDbContext)), Migration("20261121_01_CreateCounts")]
    internal sealed class CreateCounts : SqlMigration;

    [DbContext(typeof(SampleDbContext)), Migration("20261121_02_CreatePeople")]
    internal sealed class CreatePeople : PeopleMigration;

    [DbContext(typeof(SampleDbContext)), Migration("20261121_03_CreateRelationships")]
    internal sealed class CreateRelationships : RelationshipsMigration;

    [DbContext(typeof(SampleDbContext)), Migration("20261121_04_CreateFollowed")]
    internal sealed class CreateFollowed : SqlMigration;
}

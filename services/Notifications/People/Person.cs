using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneVOne.Notifications.People;

/// <summary>What this service knows of a person: Identity's facts, kept here so that a list needs no other service.</summary>
internal sealed class Person
{
    public Guid UserId { get; private set; }

    public string Username { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    /// <summary>Of the profile; 0 when Identity was asked because its event had not come yet.</summary>
    public long Version { get; private set; }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasKey(person => person.UserId);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneVOne.Notifications.People;

/// <summary>A row of the shared projection of people, as far as a query of notifications needs it.</summary>
internal sealed class KnownPerson
{
    public Guid UserId { get; private set; }

    public string Username { get; private set; } = "";
}

internal sealed class KnownPersonConfiguration : IEntityTypeConfiguration<KnownPerson>
{
    public void Configure(EntityTypeBuilder<KnownPerson> builder)
    {
        builder.ToTable("people");
        builder.HasKey(person => person.UserId);
    }
}

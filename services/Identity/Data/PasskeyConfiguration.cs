using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneVOne.Identity.Passkeys;

namespace OneVOne.Identity.Data;

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public const string CredentialIndex = "passkeys_by_credential";

    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.Property(passkey => passkey.Id).ValueGeneratedNever();
    }
}

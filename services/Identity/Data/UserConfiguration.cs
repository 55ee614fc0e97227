using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneVOne.Identity.Accounts;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Data;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public const string UsernameIndex = "users_by_user_name";
    public const string EmailIndex = "users_by_email";
    public const string LookAlikeIndex = "users_by_look_alike";

    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(user => user.Id).ValueGeneratedNever();
        builder.Property(user => user.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(user => user.Role).HasConversion(
            role => role.ToString().ToLowerInvariant(), text => Enum.Parse<Role>(text, ignoreCase: true));
        // Columns come with the features that use them: lock-out and telephone have none yet.
        builder.Ignore(user => user.PhoneNumber);
        builder.Ignore(user => user.PhoneNumberConfirmed);
        builder.Ignore(user => user.LockoutEnd);
        builder.Ignore(user => user.LockoutEnabled);
        builder.Ignore(user => user.AccessFailedCount);
    }
}

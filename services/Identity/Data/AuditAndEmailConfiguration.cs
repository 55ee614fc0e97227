using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Email;

namespace OneVOne.Identity.Data;

internal sealed class AuditAndEmailConfiguration
    : IEntityTypeConfiguration<AuditEvent>, IEntityTypeConfiguration<OutgoingEmail>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("audit_events");
        builder.Property(happened => happened.Id).ValueGeneratedNever();
        builder.Property(happened => happened.Detail).HasColumnType("jsonb");
    }

    public void Configure(EntityTypeBuilder<OutgoingEmail> builder)
    {
        builder.ToTable("outgoing_emails");
        builder.Property(email => email.Id).ValueGeneratedNever();
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.ServiceDefaults.Persistence;

/// <summary>
/// A service's own database: its tables in snake case, and the outbox beside them so that a change and the event that
/// tells of it commit together.
/// </summary>
public abstract class ServiceDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Writes an event to the outbox. Nothing leaves before <c>SaveChanges</c> has committed it.</summary>
    public void Publish<TEvent>(TEvent message)
        where TEvent : class => Set<OutboxMessage>().Add(OutboxMessage.Of(message));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(entity =>
        {
            entity.ToTable("outbox");
            entity.HasKey(message => message.Position);
            entity.Property(message => message.Position).UseIdentityAlwaysColumn();
            entity.Property(message => message.Body).HasColumnType("json");
        });
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(ToSnakeCase(property.Name));
        }
    }

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}

using Microsoft.EntityFrameworkCore;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Presence.Data;

/// <summary>Friendships as Friends tells of them, and when people were last seen. Both are read and written in SQL.</summary>
public sealed class PresenceDbContext(DbContextOptions<PresenceDbContext> options) : ServiceDbContext(options);

using Microsoft.EntityFrameworkCore;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Presence.Data;

/// <summary>
/// What people chose to look like, when they were last seen, and what Friends tells of them. All is read and written in SQL.
/// </summary>
public sealed class PresenceDbContext(DbContextOptions<PresenceDbContext> options) : ServiceDbContext(options);

using Microsoft.EntityFrameworkCore;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Chat.Data;

/// <summary>
/// Chat's schema version, outbox and inbox. Chat's own tables are read and written by hand-written SQL: each of its
/// acts is one statement that decides access, changes and answers, which no mapped entity would make clearer.
/// </summary>
public sealed class ChatDbContext(DbContextOptions<ChatDbContext> options) : ServiceDbContext(options);

using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Relationships.Rebuilding;

/// <summary>
/// Makes the projection what its owner has, after a restore of a database, a lost queue or a mistake: takes over the
/// owner's export page by page while events go on coming, then compares. Doing it twice, or on two replicas, does no harm.
/// </summary>
internal sealed partial class RebuildProjections(
    FriendsExport friends, NpgsqlDataSource dataSource, IServiceScopeFactory scopes, ILogger<RebuildProjections> logger)
{
    /// <summary>Events on their way make the two sides differ for a moment.</summary>
    private const int Comparisons = 10;

    private static readonly TimeSpan BetweenComparisons = TimeSpan.FromMilliseconds(300);

    /// <summary>A page that lost against others' locks is taken again.</summary>
    private const int Tries = 5;

    public async Task<Outcome<RebuiltProjections>> ExecuteAsync(string service, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var relationships = await RebuildAsync(new RelationshipProjection(), cancellationToken);
            var privacy = await RebuildAsync(new PrivacyProjection(), cancellationToken);
            var seconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2);
            Log.Rebuilt(logger, relationships.Changed + privacy.Changed, seconds);
            return new RebuiltProjections(service, seconds, relationships, privacy);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NoAnswer(logger, e.Message);
            return Problem.Unavailable("Friends did not give all of its export; what was taken over is right. Try again.");
        }
    }

    private async Task<RebuiltProjection> RebuildAsync<TItem>(Projection<TItem> projection, CancellationToken cancellationToken)
        where TItem : class
    {
        await using var clock = dataSource.CreateCommand("SELECT clock_timestamp()");
        var since = new DateTimeOffset((DateTime)(await clock.ExecuteScalarAsync(cancellationToken))!);
        var (changed, after, last) = (0, (string?)null, (TItem?)null);
        do
        {
            var page = await friends.PageAsync<TItem>(projection.Name, after, cancellationToken);
            changed += await TakeAsync(projection, page.Items, last, page.Next is null, since, cancellationToken);
            last = page.Items.Count > 0 ? page.Items[^1] : last;
            after = page.Next;
        }
        while (after is not null);

        var (own, isEqual) = await CompareAsync(projection, cancellationToken);
        return new RebuiltProjection(own.Count, changed, own.Value, isEqual);
    }

    private async Task<int> TakeAsync<TItem>(
        Projection<TItem> projection,
        IReadOnlyList<TItem> page,
        TItem? previous,
        bool isLast,
        DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var context = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var changed = await projection.TakeAsync(
                    scope.ServiceProvider, page, previous, isLast, since, cancellationToken);
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                await scope.ServiceProvider.GetRequiredService<AfterCommit>().RunAsync(cancellationToken);
                return changed;
            }
            catch (PostgresException e) when (e.IsTransient && attempt < Tries)
            {
                Log.Again(logger, e.SqlState);
            }
        }
    }

    private async Task<(Checksum Own, bool IsEqual)> CompareAsync<TItem>(
        Projection<TItem> projection, CancellationToken cancellationToken)
    {
        for (var comparison = 1; ; comparison++)
        {
            var owners = await friends.ChecksumAsync(projection.Name, cancellationToken);
            await using var command = dataSource.CreateCommand(projection.ChecksumSql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var own = new Checksum(reader.GetInt64(0), reader.GetString(1));
            if (own == owners || comparison == Comparisons)
            {
                return (own, own == owners);
            }

            await Task.Delay(BetweenComparisons, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The projections were rebuilt in {Seconds} s; {Changed} rows were wrong")]
        public static partial void Rebuilt(ILogger logger, int changed, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "The rebuild stopped: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Information, "A page is taken again after {SqlState}")]
        public static partial void Again(ILogger logger, string sqlState);
    }
}

/// <summary>What a rebuild came to.</summary>
internal sealed record RebuiltProjections(
    string Service, double Seconds, RebuiltProjection Relationships, RebuiltProjection Privacy);

/// <param name="Rows">How many there are now.</param>
/// <param name="Changed">How many were missing, wrong or too many.</param>
/// <param name="Checksum">Over the rows.</param>
/// <param name="Equal">The owner has as many rows and the same checksum.</param>
internal sealed record RebuiltProjection(long Rows, int Changed, string Checksum, bool Equal);

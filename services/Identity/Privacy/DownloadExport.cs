using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Privacy;

/// <summary>
/// Writes an export as a ZIP while it is read, so that its size costs no memory; in small pages, so that a slow reader
/// holds no connection of the database.
/// </summary>
internal sealed class DownloadExport(IdentityDbContext db)
{
    private const int PageSize = 8;

    private const string ReadMe =
        """
        All that this system keeps of you, by the service that keeps it: one folder each, one file for each kind of thing.
        The files are JSON (UTF-8); times are in UTC. What others wrote to you or about you is theirs and is not here.

        """;

    /// <param name="response">
    /// Taken as a stream of its pipe: an entry writes its last bytes synchronously, whichever way it is closed, which the
    /// response's own stream refuses. They find room without waiting, as all before them was flushed.
    /// </param>
    public async Task WriteAsync(Guid exportId, Guid userId, HttpResponse response, CancellationToken cancellationToken)
    {
        var output = response.BodyWriter.AsStream(leaveOpen: true);
        await using var zip = await ZipArchive.CreateAsync(
            output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await using (var readMe = await zip.CreateEntry("README.txt").OpenAsync(cancellationToken))
        {
            await readMe.WriteAsync(Encoding.UTF8.GetBytes(ReadMe), cancellationToken);
            await readMe.FlushAsync(cancellationToken);
        }

        await WriteAvatarAsync(zip, userId, cancellationToken);
        var pieces = PiecesAsync(exportId, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = pieces.ConfigureAwait(false);
        for (var isThere = await pieces.MoveNextAsync(); isThere;)
        {
            var (service, file) = (pieces.Current.Service, pieces.Current.File);
            await using var entry = await zip.CreateEntry($"{service}/{file}").OpenAsync(cancellationToken);
            do
            {
                await entry.WriteAsync(Encoding.UTF8.GetBytes(pieces.Current.Content), cancellationToken);
                isThere = await pieces.MoveNextAsync();
            }
            while (isThere && (pieces.Current.Service, pieces.Current.File) == (service, file));
            await entry.FlushAsync(cancellationToken);
        }
    }

    private async Task WriteAvatarAsync(ZipArchive zip, Guid userId, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<KeptPicture>(
            $"""SELECT content_type AS "ContentType", bytes AS "Bytes" FROM avatars WHERE user_id = {userId}""")
            .ToListAsync(cancellationToken);
        if (found is [var picture])
        {
            var name = $"identity/avatar.{picture.ContentType["image/".Length..]}";
            await using var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
            await entry.WriteAsync(picture.Bytes, cancellationToken);
            await entry.FlushAsync(cancellationToken);
        }
    }

    private async IAsyncEnumerable<KeptPiece> PiecesAsync(
        Guid exportId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (service, index, isFull) = ("", -1, true); isFull;)
        {
            var page = await db.Database.SqlQuery<KeptPiece>(
                $"""
                SELECT service AS "Service", index AS "Index", file AS "File", content AS "Content" FROM export_pieces
                WHERE export_id = {exportId} AND (service, index) > ({service}, {index})
                ORDER BY service, index LIMIT {PageSize}
                """).ToListAsync(cancellationToken);
            foreach (var piece in page)
            {
                yield return piece;
                (service, index) = (piece.Service, piece.Index);
            }

            isFull = page.Count == PageSize;
        }
    }

    private sealed record KeptPiece(string Service, int Index, string File, string Content);

    private sealed record KeptPicture(string ContentType, byte[] Bytes);
}

using System.Text;
using System.Text.Json;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.ServiceDefaults.Tests.Privacy;

public sealed class CuttingFilesIntoPieces
{
    private const int MostBytes = 128 * 1024;

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(5000, 100)]
    [InlineData(3, 200_000)]
    [InlineData(1, 42_990)]
    public async Task Joined_again_they_are_the_files_and_none_is_too_large_for_an_event(int records, int length)
    {
        // Of two UTF-16 units and four bytes each, at an odd place: a cut in the middle would show.
        var record = $"\"x{string.Concat(Enumerable.Repeat("🦊", length / 2))}\"";
        PersonalDataFile[] files = [File("one.json", records, record), File("empty.json", 0, record), File("two.json", records, record)];

        var pieces = new List<Piece>();
        await foreach (var piece in PersonalDataPieces.CutAsync(files, TestContext.Current.CancellationToken))
        {
            pieces.Add(piece);
        }

        Assert.All(pieces, piece => Assert.InRange(new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(piece.Content), 1, MostBytes));
        Assert.Equal([.. Enumerable.Repeat(false, pieces.Count - 1), true], pieces.Select(piece => piece.IsLast));
        Assert.Equal(["one.json", "empty.json", "two.json"], pieces.Select(piece => piece.File).Distinct());
        foreach (var file in files)
        {
            var text = string.Concat(pieces.Where(piece => piece.File == file.Name).Select(piece => piece.Content));
            var expected = file.Name == "empty.json" ? 0 : records;
            Assert.Equal(expected, JsonSerializer.Deserialize<JsonElement>(text).GetArrayLength());
        }
    }

    private static PersonalDataFile File(string name, int records, string record) =>
        new(name, Enumerable.Repeat(record, records).ToAsyncEnumerable());
}

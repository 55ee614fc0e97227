namespace OneVOne.Friends.Tests.Pairs;

/// <summary>Which of two people is the low one must be the same in PostgreSQL and in whoever reads the events.</summary>
public sealed class OrderingIds(FriendsApp app)
{
    [Fact]
    public async Task PostgreSQL_and_Guid_put_ids_in_one_order()
    {
        // Random ids, and ids that differ in one byte only, in each of the 16 places and across the sign of each field.
        var ids = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid())
            .Concat(Enumerable.Range(0, 500).Select(_ => Guid.CreateVersion7()))
            .Concat(Enumerable.Range(0, 16).SelectMany(place => new byte[] { 0x01, 0x7f, 0x80, 0xff }.Select(value =>
            {
                var bytes = new byte[16];
                bytes[place] = value;
                return new Guid(bytes, bigEndian: true);
            })))
            .ToArray();
        var ordered = await app.ScalarAsync<Guid[]>("SELECT array_agg(id ORDER BY id) FROM unnest($1) AS id", ids);
        Assert.Equal(ids.Order(), ordered);
        Assert.Equal(ids.OrderBy(id => id.ToString(), StringComparer.Ordinal), ordered);
        // Not the order of the bytes that Guid keeps in memory.
        Assert.NotEqual(ids.OrderBy(id => Convert.ToHexString(id.ToByteArray()), StringComparer.Ordinal), ordered);
    }
}

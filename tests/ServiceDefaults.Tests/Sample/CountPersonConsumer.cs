using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;

namespace OneVOne.ServiceDefaults.Tests.Sample;

/// <summary>Counts each person once for each delivery that it consumes; fails for those named "poison".</summary>
public sealed class CountPersonConsumer(SampleDbContext database, FailureSwitch failures) : IConsumer<UserRegistered>
{
    public async Task Consume(ConsumeContext<UserRegistered> context)
    {
        var person = context.Message;
        await database.Database.ExecuteSqlAsync(
            $"INSERT INTO counts VALUES ({person.UserId}, 1) ON CONFLICT (user_id) DO UPDATE SET count = counts.count + 1");
        if (failures.ShouldFail(person.Username))
        {
            throw new InvalidOperationException("A consumer that fails after it wrote.");
        }
    }
}

/// <summary>Lets a consumer fail a number of times for a name.</summary>
public sealed class FailureSwitch
{
    private readonly Dictionary<string, int> left = [];

    public void Fail(string username, int times)
    {
        lock (left)
        {
            left[username] = times;
        }
    }

    public bool ShouldFail(string username)
    {
        lock (left)
        {
            return left.TryGetValue(username, out var times) && times > 0 && --left[username] >= 0;
        }
    }
}

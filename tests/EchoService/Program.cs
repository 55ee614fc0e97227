using System.Collections;

// Dies at start when told to.
if (Environment.GetEnvironmentVariable("ECHO_DIE") is { } reason)
{
    Console.Error.WriteLine(reason);
    return 42;
}

var app = WebApplication.CreateSlimBuilder(args).Build();
app.MapGet("/health", () => Results.Ok());

// What the AppHost injected.
app.MapGet("/environment", () =>
{
    var all = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>();
    return Results.Ok(all.ToDictionary(each => (string)each.Key, each => (string?)each.Value));
});
app.Run();
return 0;

using OneVOne.Limits;

// The servers of the load generator's limits; it starts them. Each tells its address in the first line that it prints.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");

Action<WebApplication> map = args switch
{
    ["websocket"] => BareWebSocket.Map,
    ["signalr"] => BareSignalR.Add(builder),
    ["yarp", var behind] => BareYarp.Add(builder, behind),
    _ => throw new ArgumentException("Limits websocket | signalr | yarp <address>"),
};

var app = builder.Build();
app.UseWebSockets();
map(app);
await app.StartAsync();
Console.WriteLine(app.Urls.Single());
await app.WaitForShutdownAsync();

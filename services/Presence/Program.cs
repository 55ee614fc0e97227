using OneVOne.Presence.Connections;
using OneVOne.Presence.Data;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Realtime;
using OneVOne.ServiceDefaults.Redis;

var builder = WebApplication.CreateBuilder(args);

// What every service has
builder.AddServiceDefaults("presence");
builder.AddDatabase<PresenceDbContext>("presence-db");
builder.AddMessaging("presence", typeof(Program).Assembly);
builder.AddRedis();
builder.AddRealtime();

// The features
builder.AddConnections();
builder.AddStatuses();

var app = builder.Build();
app.UseServiceDefaults();

// The doors
app.MapGroup("/api/presence").RequireAuthorization().MapStatuses();
app.MapRealtimeHub<PresenceHub>("/hubs/presence");

app.Run();

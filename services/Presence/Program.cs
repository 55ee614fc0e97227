using OneVOne.Presence.Choosing;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Data;
using OneVOne.Presence.Games;
using OneVOne.Presence.Privacy;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Relationships;
using OneVOne.Presence.Status;
using OneVOne.Presence.Watching;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Privacy;
using OneVOne.ServiceDefaults.Realtime;
using OneVOne.ServiceDefaults.Redis;
using OneVOne.ServiceDefaults.Relationships.Rebuilding;

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
builder.AddChosenStatuses();
builder.AddGames();
builder.AddWatching();
builder.AddVisibility();
builder.AddPersonalData<PresenceData>("presence");

var app = builder.Build();
app.UseServiceDefaults();

// The doors
app.MapGroup("/api/presence").RequireAuthorization().MapStatuses().MapChosenStatuses().MapGames();
app.MapProjections("presence");
app.MapGroup("/internal").RequireServiceKey().MapWhoIsOnline();
app.MapRealtimeHub<PresenceHub>("/hubs/presence");

app.Run();

using OneVOne.Notifications.Blocks;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.Notifications.Inbox;
using OneVOne.Notifications.Privacy;
using OneVOne.Notifications.Realtime;
using OneVOne.Notifications.Retention;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Privacy;
using OneVOne.ServiceDefaults.Realtime;
using OneVOne.ServiceDefaults.Redis;
using OneVOne.ServiceDefaults.Relationships.Rebuilding;

var builder = WebApplication.CreateBuilder(args);

// What every service has
builder.AddServiceDefaults("notifications");
builder.AddDatabase<NotificationsDbContext>("notifications-db");
builder.AddMessaging("notifications", typeof(Program).Assembly);
builder.AddRedis();
builder.AddRealtime();

// Features; FriendRequests, DirectMessages and Exports are consumers only
builder.AddPeople();
builder.AddBlocks();
builder.AddDelivery();
builder.AddRetention();
builder.AddPersonalData<NotificationsData>("notifications");

var app = builder.Build();
app.UseServiceDefaults();

// The API
var api = app.MapGroup("/api/notifications").RequireAuthorization();
api.MapInbox();

// Live
app.MapRealtimeHub<NotificationsHub>("/hubs/notifications");

// For operators
app.MapProjections("notifications");

app.Run();

using OneVOne.Chat.Conversations;
using OneVOne.Chat.CustomEmoji;
using OneVOne.Chat.Data;
using OneVOne.Chat.Drafts;
using OneVOne.Chat.Inbox;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Occupancy;
using OneVOne.Chat.Pins;
using OneVOne.Chat.Privacy;
using OneVOne.Chat.RateLimits;
using OneVOne.Chat.Reactions;
using OneVOne.Chat.Realtime;
using OneVOne.Chat.Receipts;
using OneVOne.Chat.Relationships;
using OneVOne.Chat.Rooms;
using OneVOne.Chat.Scheduled;
using OneVOne.Chat.Search;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Hosting;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Privacy;
using OneVOne.ServiceDefaults.Realtime;
using OneVOne.ServiceDefaults.Redis;
using OneVOne.ServiceDefaults.Relationships.Rebuilding;

var builder = WebApplication.CreateBuilder(args);

builder.UseInlineKestrel();
// What every service has.
builder.AddServiceDefaults("chat");
builder.AddDatabase<ChatDbContext>("chat-db");
builder.AddMessaging("chat", typeof(Program).Assembly);
builder.AddRedis();
builder.AddRealtime();

// What Chat does.
builder.AddPeople();
builder.AddBlocks();
builder.AddRateLimits();
builder.AddConversations();
builder.AddRooms();
builder.AddInbox();
builder.AddReceipts();
builder.AddChatRealtime();
builder.AddOccupancy();
builder.AddMessages();
builder.AddOneMessage();
builder.AddReactions();
builder.AddPins();
builder.AddCustomEmoji();
builder.AddSearch();
builder.AddDrafts();
builder.AddScheduled();
builder.AddPersonalData<ChatData>("chat");

var app = builder.Build();
app.UseServiceDefaults();

var api = app.MapGroup("/api/chat").RequireAuthorization().LimitActs();
api.MapConversations();
api.MapRooms();
api.MapInbox();
api.MapReceipts();
api.MapMessages();
api.MapOneMessage();
api.MapReactions();
api.MapPins();
api.MapCustomEmoji();
api.MapSearch();
api.MapDrafts();
api.MapScheduled();
app.MapProjections("chat");
app.MapGroup("/internal").RequireServiceKey().MapSharedConversations();
app.MapRealtimeHub<ChatHub>("/hubs/chat");

app.Run();

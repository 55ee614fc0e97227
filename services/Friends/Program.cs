using OneVOne.Friends.Blocks;
using OneVOne.Friends.Data;
using OneVOne.Friends.Export;
using OneVOne.Friends.Friendships;
using OneVOne.Friends.Privacy;
using OneVOne.Friends.Requests;
using OneVOne.Friends.Suggestions;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Acquaintances;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Privacy;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("friends");
builder.AddDatabase<FriendsDbContext>("friends-db");
builder.AddMessaging("friends", typeof(Program).Assembly);

// Features. What is not here needs nothing beyond the data source.
builder.AddPeople();
builder.AddAcquaintances();
builder.AddFriendRequests();
builder.AddFriendships();
builder.AddBlocks();
builder.AddPersonalData<FriendsData>("friends");

var app = builder.Build();

app.UseServiceDefaults();

var api = app.MapGroup("/api/friends").RequireAuthorization();
api.MapFriendRequests();
api.MapFriendships();
api.MapBlocks();
api.MapSuggestions();
api.MapPrivacy();

// For the other services.
app.MapGroup("/internal").RequireServiceKey().MapExport();

app.Run();

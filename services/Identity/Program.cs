using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Avatars;
using OneVOne.Identity.Data;
using OneVOne.Identity.Keys;
using OneVOne.Identity.Operators;
using OneVOne.Identity.Passkeys;
using OneVOne.Identity.Passwords;
using OneVOne.Identity.Privacy;
using OneVOne.Identity.Profile;
using OneVOne.Identity.SecondFactor;
using OneVOne.Identity.Sessions;
using OneVOne.Identity.Users;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Redis;
using OneVOne.ServiceDefaults.Relationships;
using OneVOne.ServiceDefaults.Relationships.Rebuilding;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("identity");
builder.AddDatabase<IdentityDbContext>("identity-db");
builder.AddRedis();
builder.AddKeys();
builder.AddMessaging("identity", typeof(Program).Assembly);
builder.AddAudit();
builder.AddRelationships();
builder.AddPasswords();
builder.AddAccounts();
builder.AddSessions();
builder.AddTwoFactor();
builder.AddPasskeys();
builder.AddOperators();
builder.AddProfiles();
builder.AddPrivacy();

var app = builder.Build();
app.UseServiceDefaults();

var api = app.MapGroup("/api/identity").RequireAuthorization();
api.MapAccounts();
api.MapSessions();
api.MapUsers();
api.MapTwoFactor();
api.MapPasskeys();
api.MapOperators();
api.MapAudit();
api.MapProfile();
api.MapAvatars();
api.MapPrivacy();
app.MapPublishedKeys();
app.MapProjections("identity");
app.MapEndedSessions();

app.Run();

using OneVOne.Gateway;
using OneVOne.Gateway.Docs;
using OneVOne.Gateway.Proxying;
using OneVOne.Gateway.Security;
using OneVOne.Gateway.WebClient;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Hosting;
using OneVOne.ServiceDefaults.Problems;

InlineSockets.Use();               // frames pass through on one thread
var builder = WebApplication.CreateBuilder(args);

builder.UseInlineKestrel();
builder.AddGatewayDefaults();      // health, telemetry, problems, limits
builder.AddClientAddresses();      // who really calls
builder.AddOrigins();              // CORS, and who may open sockets
builder.AddRateLimits();           // per client address
builder.AddProxy();                // routes, replicas, their health
builder.AddWebClient();            // the built client, compressed

var app = builder.Build();

app.UseClientAddresses();
app.UseSecurityHeaders();
app.UseProblems();
app.UseOrigins();
app.UseRateLimits();
app.UseApiDocs();
app.UseWebClient();
app.MapHealth();
app.MapProxy();

app.Run();

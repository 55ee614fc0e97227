using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OneVOne.Bench;

/// <summary>What SignalR alone does: a hub that greets, without accounts, stores or others to tell.</summary>
internal sealed class BareHub : Hub
{
    public override Task OnConnectedAsync() => Clients.Caller.SendAsync("Greeted");

    /// <summary>Listens on a free port, in this process.</summary>
    /// <returns>The server, and where its hub is.</returns>
    public static async Task<(WebApplication Server, Uri Hub)> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSignalR();
        var server = builder.Build();
        server.UseWebSockets();
        server.MapHub<BareHub>("/hub");
        await server.StartAsync();
        var addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return (server, new UriBuilder(addresses.Single()) { Scheme = "ws", Path = "/hub" }.Uri);
    }
}

using Microsoft.Extensions.Options;

namespace OneVOne.Gateway.Tests;

public sealed class StartingWithBadSettings
{
    [Theory]
    [InlineData("TrustedProxies:0", "everyone")]
    [InlineData("AllowedOrigins:0", "play.example")]
    [InlineData("AllowedOrigins:0", "https://play.example/")]
    [InlineData("AllowedOrigins:0", "*")]
    [InlineData("MaxBodySize", "0")]
    [InlineData("RequestBurst", "1")]
    public void The_gateway_does_not_start_and_says_which(string setting, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() =>
            GatewayApp.Start(Array.Empty<Uri>(), "chat", (setting, value)));

        Assert.Contains(setting.Split(':')[0], refusal.Message, StringComparison.Ordinal);
    }
}

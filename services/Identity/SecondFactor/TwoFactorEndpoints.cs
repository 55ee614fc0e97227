using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.SecondFactor;

internal static class TwoFactorEndpoints
{
    public static void AddTwoFactor(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AuthenticatorSecrets>();
        builder.Services.AddHostedService<AuthenticatorRenewal>();
        builder.Services.AddScoped<GuessLimit>();
        builder.Services.AddScoped<SecurityNotices>();
        builder.Services.AddScoped<SecondFactorChange>();
        builder.Services.AddScoped<SecondFactorCheck>();
        builder.Services.AddScoped<SettingUpTwoFactor>();
        builder.Services.AddScoped<SwitchingTwoFactor>();
    }

    public static void MapTwoFactor(this IEndpointRouteBuilder routes)
    {
        var two = routes.MapGroup("/two-factor").WithTags("Second factor").AddEndpointFilter(NoStore.FilterAsync)
            .ProducesProblem(401);

        two.MapGet("", (CurrentUser me, SwitchingTwoFactor switching, CancellationToken cancellationToken) =>
                switching.ReadAsync(me, cancellationToken))
            .WithSummary("Whether the second factor is on, and how many recovery codes are left.");

        two.MapPost("/setup", SetUpAsync).RequireReauthentication()
            .WithSummary("Draw a secret for an authenticator app.")
            .WithDescription(
                "Nothing changes until its first code is sent to two-factor/enable; again before that, it replaces the secret. "
                + "403 reauthentication.required; 409 two_factor.already_enabled.")
            .ProducesProblem(403).ProducesProblem(409);

        two.MapPost("/enable", EnableAsync)
            .WithSummary("Switch the second factor on with a first code of the authenticator.")
            .WithDescription(
                "Answers ten recovery codes, shown once; ends all other sessions. 400 two_factor.code_invalid; "
                + "409 two_factor.not_set_up, two_factor.already_enabled.")
            .ProducesProblem(400).ProducesProblem(409);

        two.MapPost("/disable", DisableAsync).RequireReauthentication()
            .WithSummary("Switch the second factor off and forget the authenticator and the recovery codes.")
            .WithDescription("204, also when it was off; ends all other sessions. 403 reauthentication.required.")
            .ProducesProblem(403);

        two.MapPost("/recovery-codes", RenewCodesAsync).RequireReauthentication()
            .WithSummary("Draw ten new recovery codes in place of all others.")
            .WithDescription("Ends all other sessions. 403 reauthentication.required; 409 two_factor.not_enabled.")
            .ProducesProblem(403).ProducesProblem(409);
    }

    private static async Task<Results<Ok<TwoFactorSetup>, ProblemHttpResult>> SetUpAsync(
        CurrentUser me, SettingUpTwoFactor setting, CancellationToken cancellationToken) =>
        (await setting.SetUpAsync(me, cancellationToken)).ToOk();

    private static async Task<Results<Ok<IssuedRecoveryCodes>, ProblemHttpResult>> EnableAsync(
        EnableTwoFactor body, CurrentUser me, SwitchingTwoFactor switching, CancellationToken cancellationToken) =>
        (await switching.EnableAsync(me, body, cancellationToken)).ToOk();

    private static async Task<NoContent> DisableAsync(
        CurrentUser me, SwitchingTwoFactor switching, CancellationToken cancellationToken)
    {
        await switching.DisableAsync(me, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<IssuedRecoveryCodes>, ProblemHttpResult>> RenewCodesAsync(
        CurrentUser me, SwitchingTwoFactor switching, CancellationToken cancellationToken) =>
        (await switching.RenewCodesAsync(me, cancellationToken)).ToOk();
}

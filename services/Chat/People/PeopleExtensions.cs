namespace OneVOne.Chat.People;

internal static class PeopleExtensions
{
    public static IHostApplicationBuilder AddPeople(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FindPerson>();
        return builder;
    }
}

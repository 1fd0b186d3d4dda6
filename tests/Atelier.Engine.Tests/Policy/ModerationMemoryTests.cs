using Atelier.Engine.Policy;
using Atelier.Providers.OpenAi.Moderation;
using Atelier.TestKit.Time;

namespace Atelier.Engine.Tests.Policy;

public sealed class ModerationMemoryTests
{
    private static readonly ModerationAnswer Fine = new(false, new Dictionary<Core.Policy.PolicyCategory, double>());

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Keep_OthersAreTooOld_LetsThemGo()
    {
        var memory = new ModerationMemory(_time);
        memory.Keep("one", Fine);
        _time.Advance(TimeSpan.FromMinutes(36));
        memory.Keep("two", Fine);
        _time.Advance(TimeSpan.FromMinutes(36));

        memory.Keep("three", Fine);

        Assert.Equal(2, memory.Count);
        Assert.Null(memory.Find("one"));
        Assert.NotNull(memory.Find("two"));
    }

    [Fact]
    public void Keep_KnownAlready_LivesFromTheLastTime()
    {
        var memory = new ModerationMemory(_time);
        memory.Keep("one", Fine);
        _time.Advance(TimeSpan.FromMinutes(36));
        memory.Keep("one", Fine);
        _time.Advance(TimeSpan.FromMinutes(36));

        memory.Keep("two", Fine);

        Assert.NotNull(memory.Find("one"));
    }
}

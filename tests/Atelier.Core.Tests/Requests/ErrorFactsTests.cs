using Atelier.Core.Errors;

namespace Atelier.Core.Tests.Requests;

public sealed class ErrorFactsTests
{
    [Fact]
    public void Of_EveryCode_HasAStatusAndANameOfItsOwn()
    {
        var facts = Enum.GetValues<ErrorCode>().Select(ErrorFacts.Of).ToList();

        Assert.All(facts, fact => Assert.InRange(fact.Status, 400, 599));
        Assert.Distinct(facts.Select(fact => fact.Wire));
    }

    [Fact]
    public void Find_WireName_IsTheCode() =>
        Assert.All(Enum.GetValues<ErrorCode>(), code => Assert.Equal(code, ErrorFacts.Find(ErrorFacts.Of(code).Wire)));
}

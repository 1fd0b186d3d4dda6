using Atelier.Providers.Keys;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Keys;

/// <summary>Whose turn it is among several keys.</summary>
public sealed class KeyRotaTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(new[] { 1 }, "AAAA")]
    [InlineData(new[] { 1, 1 }, "ABABABAB")]
    [InlineData(new[] { 3, 1 }, "AABAAABA")]
    [InlineData(new[] { 5, 1, 1 }, "AABACAA")]
    [InlineData(new[] { 2, 0, 1 }, "ACAACA")]
    [InlineData(new[] { 0, 1 }, "BBB")]
    public void Take_AllWork_SpreadsByWeightAndEvenly(int[] weights, string expected) =>
        Assert.Equal(expected, Turns(Rota(weights), expected.Length));

    [Fact]
    public async Task Take_ManyAtOnce_IsExactByWeight()
    {
        var sut = Rota(3, 1);

        var taken = await Together.RunAsync(
            200,
            _ => Task.FromResult(string.Concat(Enumerable.Range(0, 20).Select(_ => sut.Take().Key.Mark.Name)))
        );

        Assert.Equal((3000, 1000), (taken.Sum(one => one.Count('A'.Equals)), taken.Sum(one => one.Count('B'.Equals))));
    }

    [Theory]
    [InlineData(KeyState.Limited, null, 5)]
    [InlineData(KeyState.Limited, 0, 1)]
    [InlineData(KeyState.Limited, 17, 17)]
    [InlineData(KeyState.Limited, 86_400, 600)]
    [InlineData(KeyState.Refused, null, 300)]
    [InlineData(KeyState.Refused, 1, 300)]
    [InlineData(KeyState.Empty, null, 300)]
    public void SetAside_OneOfTwo_TheOtherGoesOnUntilItComesBack(KeyState state, int? retryAfter, int seconds)
    {
        var (sut, keys) = Made(1, 1);

        sut.SetAside(keys[0], state, retryAfter is { } after ? TimeSpan.FromSeconds(after) : null);

        Assert.Equal("BBBB", Turns(sut, 4));
        Assert.Equal((state, TimeSpan.FromSeconds(seconds)), Standing(sut, 0));
        Assert.Equal((KeyState.Used, TimeSpan.Zero), Standing(sut, 1));
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.Equal("B", Turns(sut, 1));
        _time.Advance(TimeSpan.FromTicks(1));
        // It takes its share again, and no more for having been away.
        Assert.Equal("ABAB", Turns(sut, 4));
        Assert.Equal((KeyState.Used, TimeSpan.Zero), Standing(sut, 0));
    }

    [Fact]
    public void Take_AllAside_IsWhoeverOnlyHasToWaitAndComesBackFirst()
    {
        var (sut, keys) = Made(1, 1, 1, 0);
        sut.SetAside(keys[0], KeyState.Refused, null);
        sut.SetAside(keys[1], KeyState.Limited, TimeSpan.FromSeconds(400));
        sut.SetAside(keys[2], KeyState.Limited, TimeSpan.FromSeconds(350));

        Assert.Equal("CC", Turns(sut, 2));
        Assert.Equal((false, TimeSpan.FromSeconds(350)), sut.Outlook(keys[0]));
        Assert.Equal(keys[2], sut.Steady());
        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal("AA", Turns(sut, 2));
        Assert.True(sut.Outlook(keys[1]).OthersGoOn);
    }

    [Fact]
    public void Outlook_RefusedAndEmptyOnly_SaysNothingOfWaiting()
    {
        var (sut, keys) = Made(1, 1);
        sut.SetAside(keys[0], KeyState.Refused, null);
        sut.SetAside(keys[1], KeyState.Empty, null);

        Assert.Equal((false, null), sut.Outlook(keys[1]));
    }

    [Fact]
    public void SetAside_ShorterThanBefore_KeepsTheLaterEnd()
    {
        var (sut, keys) = Made(1, 1);
        sut.SetAside(keys[0], KeyState.Limited, TimeSpan.FromMinutes(9));

        sut.SetAside(keys[0], KeyState.Limited, TimeSpan.FromSeconds(2));

        Assert.Equal((KeyState.Limited, TimeSpan.FromMinutes(9)), Standing(sut, 0));
    }

    [Fact]
    public void Worked_CallFromBefore_DoesNotBringAKeyBack()
    {
        var (sut, keys) = Made(1, 1);
        var early = sut.Take();
        sut.SetAside(keys[0], KeyState.Limited, TimeSpan.FromSeconds(60));

        sut.Worked(early.Key, early.Ticket);

        Assert.Equal("BB", Turns(sut, 2));
    }

    [Fact]
    public void Worked_CallSinceThen_BringsTheKeyBack()
    {
        var (sut, keys) = Made(1, 1);
        sut.SetAside(keys[1], KeyState.Refused, null);
        sut.SetAside(keys[0], KeyState.Limited, TimeSpan.FromSeconds(60));
        var late = sut.Take();

        sut.Worked(late.Key, late.Ticket);

        Assert.Equal("AA", Turns(sut, 2));
    }

    [Fact]
    public void NoteBalance_EmptyAndToppedUp_SetsAsideAndBringsBack()
    {
        var (sut, keys) = Made(1, 1);

        sut.NoteBalance(keys[0], 0);
        Assert.Equal(KeyState.Empty, Standing(sut, 0).State);
        sut.NoteBalance(keys[0], 10);
        Assert.Equal(KeyState.Used, Standing(sut, 0).State);

        // What was not enough is not enough now, whoever asks for it.
        sut.SetAside(keys[0], KeyState.Empty, null);
        sut.NoteBalance(keys[0], 10);
        Assert.Equal("BB", Turns(sut, 2));
        sut.NoteBalance(keys[0], 11);
        Assert.Equal((KeyState.Used, 11m), (Standing(sut, 0).State, sut.Standings()[0].BalanceUsd));
    }

    [Fact]
    public void NoteBalance_RefusedKey_StaysAside()
    {
        var (sut, keys) = Made(1, 1);
        sut.NoteBalance(keys[0], 1);
        sut.SetAside(keys[0], KeyState.Refused, null);

        sut.NoteBalance(keys[0], 2);

        Assert.Equal("BB", Turns(sut, 2));
    }

    private static string Turns(KeyRota sut, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => sut.Take().Key.Mark.Name));

    private static (KeyState State, TimeSpan Left) Standing(KeyRota sut, int index) =>
        (sut.Standings()[index].State, sut.Standings()[index].Left);

    private KeyRota Rota(params int[] weights) => Made(weights).Sut;

    private (KeyRota Sut, List<ProviderKey> Keys) Made(params int[] weights)
    {
        var keys = weights
            .Select(
                (weight, i) =>
                    new ProviderKey(new KeyMark(((char)('A' + i)).ToString(), $"{i}"), weight, new FakeProvider())
            )
            .ToList();
        return (new KeyRota(keys, _time), keys);
    }
}

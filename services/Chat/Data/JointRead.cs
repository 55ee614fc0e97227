namespace OneVOne.Chat.Data;

/// <summary>
/// Answers what many ask at once with few queries. What is asked while queries run is answered by the next one, which begins
/// after it was asked: nobody is told of a time before their question, an idle system answers at once, and in a busy one the
/// batches form by themselves.
/// </summary>
/// <param name="name">For telemetry.</param>
/// <param name="most">Questions of one query.</param>
/// <param name="read">Gives an answer for each question, in their order.</param>
internal sealed class JointRead<TAsk, TAnswer>(
    string name, int most, Func<IReadOnlyList<TAsk>, Task<IReadOnlyList<TAnswer>>> read)
{
    private readonly Lock gate = new();
    private readonly Queue<Question> waiting = new();
    private int running;

    public Task<TAnswer> AskAsync(TAsk ask, CancellationToken cancellationToken)
    {
        var question = new Question(ask, cancellationToken);
        lock (gate)
        {
            waiting.Enqueue(question);
            if (running == ChatLimits.JointReadsAtOnce)
            {
                return question.WaitAsync();
            }

            running++;
        }

        // Not in the name of who was first: in its trace, the others' questions would be theirs.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync, CancellationToken.None);
        }

        return question.WaitAsync();
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } questions)
        {
            ChatTelemetry.ReadBatch.Record(questions.Count, new KeyValuePair<string, object?>("read", name));
            await AnswerAsync(questions);
        }
    }

    /// <summary>What waits; when nothing does, this runner is one less.</summary>
    private List<Question> Take()
    {
        var questions = new List<Question>();
        lock (gate)
        {
            while (questions.Count < most && waiting.TryDequeue(out var question))
            {
                if (!question.IsGivenUp)
                {
                    questions.Add(question);
                }
            }

            running -= questions.Count == 0 ? 1 : 0;
        }

        return questions;
    }

    private async Task AnswerAsync(IReadOnlyList<Question> questions)
    {
        try
        {
            var answers = await read([.. questions.Select(question => question.Ask)]);
            foreach (var (question, answer) in questions.Zip(answers))
            {
                question.Answer(answer);
            }
        }
        catch (Exception e)
        {
            foreach (var question in questions)
            {
                question.Fail(e);
            }
        }
    }

    private sealed class Question(TAsk ask, CancellationToken cancellationToken)
    {
        private readonly TaskCompletionSource<TAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TAsk Ask => ask;

        public bool IsGivenUp => cancellationToken.IsCancellationRequested;

        /// <summary>As long as a request waits for a connection; whoever gives up does not take the others with them.</summary>
        public Task<TAnswer> WaitAsync() => answer.Task.WaitAsync(ChatLimits.JointReadPatience, cancellationToken);

        public void Answer(TAnswer value) => answer.TrySetResult(value);

        public void Fail(Exception e) => answer.TrySetException(e);
    }
}

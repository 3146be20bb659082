Console.Error.WriteLine("finetune: no verbs yet.");
return 2;
